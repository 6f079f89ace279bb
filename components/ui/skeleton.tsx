// The shape of what is coming, in grey; CSS keeps it hidden for the first 150 ms.

const widths = ['72%', '88%', '64%', '80%', '56%', '76%'];

export function Skeleton({ rows = 4, label }: { rows?: number; label: string }) {
  return (
    <div className="skeleton" role="progressbar" aria-label={label} aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
        <div key={row} className="skeleton-bar" style={{ width: widths[row % widths.length] }} />
      ))}
    </div>
  );
}
