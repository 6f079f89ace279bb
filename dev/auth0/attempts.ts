// Brute-force protection as Auth0 has it: ten wrong passwords for one account from one address block it.

export const allowedAttempts = 10;

export interface Attempts {
  isBlocked(email: string, address: string): boolean;
  /** Counts a wrong password; true when this one caused the block. */
  fail(email: string, address: string): boolean;
  succeed(email: string, address: string): void;
  unblock(): void;
}

export function createAttempts(): Attempts {
  const failures = new Map<string, number>();
  const key = (email: string, address: string) => `${address} ${email.toLowerCase()}`;
  return {
    isBlocked: (email, address) => (failures.get(key(email, address)) ?? 0) >= allowedAttempts,
    fail(email, address) {
      const count = (failures.get(key(email, address)) ?? 0) + 1;
      failures.set(key(email, address), count);
      return count === allowedAttempts;
    },
    succeed: (email, address) => void failures.delete(key(email, address)),
    unblock: () => failures.clear(),
  };
}
