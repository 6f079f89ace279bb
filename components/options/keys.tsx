// Which keys do what.

const keys: readonly (readonly [string, readonly string[]])[] = [
  ['Walk through versions', ['↑', '↓', 'Home', 'End']],
  ['Show a version’s changes', ['Enter']],
  ['Choose two versions', ['Space', 'A', 'B']],
  ['Next and previous change', ['N', 'P']],
  ['Switch between tabs', ['←', '→']],
  ['Close a dialog', ['Esc']],
];

export function Keys() {
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <dl className="keys">
        {keys.map(([what, names]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {names.map((name) =>
                name.length > 8 ? <span key={name}>{name}</span> : <kbd key={name}>{name}</kbd>,
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
