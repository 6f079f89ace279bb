// Orgs in whose pages the launcher does not appear.

import { X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { apiHostOf } from '#core/setup/host.ts';
import { Button } from '../ui/button.tsx';

export function HiddenOrgs({
  hidden,
  onChange,
}: {
  hidden: readonly string[];
  onChange: (hidden: readonly string[]) => void;
}) {
  const field = useId();
  const [host, setHost] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const typed = host.trim().toLowerCase();
    const known = apiHostOf(typed) === typed;
    setWrong(!known);
    if (!known) return;
    onChange([...new Set([...hidden, typed])]);
    setHost('');
  };
  return (
    <section aria-labelledby="hidden-orgs">
      <h2 id="hidden-orgs">Hidden orgs</h2>
      <p className="muted">
        The launcher stays away from the pages of these orgs. The popup still works. What was hidden on one
        page alone comes back when that page is loaded again.
      </p>
      {hidden.length > 0 ? (
        <ul className="hidden-orgs">
          {hidden.map((one) => (
            <li key={one} className="row">
              <span className="code">{one}</span>
              <Button
                variant="quiet"
                icon={<X aria-hidden />}
                aria-label={`Show the launcher in ${one} again`}
                onPress={() => onChange(hidden.filter((other) => other !== one))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <form className="row" onSubmit={add}>
        <label htmlFor={field} className="visually-hidden">
          Org’s host
        </label>
        <input
          id={field}
          className="input code"
          placeholder="acme.my.salesforce.com"
          value={host}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${field}-wrong` : undefined}
          onChange={(event) => setHost(event.target.value)}
        />
        <Button type="submit">Hide</Button>
      </form>
      {wrong ? (
        <p id={`${field}-wrong`} role="alert" className="problem-line">
          Type the org’s own host, such as acme.my.salesforce.com.
        </p>
      ) : null}
    </section>
  );
}
