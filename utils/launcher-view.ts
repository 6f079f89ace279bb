// What the launcher shows: counts and states, never a name.

export interface LauncherView {
  readonly show: boolean;
  /** Words of state: `14 versions · drifted`; empty for the bare icon. */
  readonly label: string;
  /** Picks the dot's look. */
  readonly tone: 'quiet' | 'good' | 'attention';
  /** As CSS has it. */
  readonly colorScheme: 'light dark' | 'light' | 'dark';
  /** Share of the window's height, 0 at the top. */
  readonly edge: number;
  /** Width of the docked panel in CSS pixels. */
  readonly width: number;
}
