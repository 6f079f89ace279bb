// What the error codes mean that Salesforce shows on a page of its own, where no redirect tells us of them.

import type { OutputOf } from '../../contract/index.ts';
import { whoInWords } from '../hooks/problem.ts';

export function ErrorWords({ errors }: { errors: OutputOf<'guide.values'>['errors'] }) {
  return (
    <section aria-labelledby="error-words">
      <h2 id="error-words">If Salesforce shows an error</h2>
      <dl className="error-words">
        {errors.map(({ error, what, fix, who }) => (
          <div key={error}>
            <dt className="code">{error}</dt>
            <dd>
              {what} {fix} {whoInWords(who)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
