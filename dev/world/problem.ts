// A failure of the local world that its owner can act on: what is wrong, and the way out.

export class WorldProblem extends Error {
  readonly wayOut: string;
  constructor(message: string, wayOut: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WorldProblem';
    this.wayOut = wayOut;
  }
}
