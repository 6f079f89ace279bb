// One of a few values, as radio buttons.

import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';

export function Choice<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: Value;
  choices: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <RadioGroup
      className="choice"
      value={value}
      onChange={(next) => onChange(next as Value)}
      orientation="horizontal"
    >
      <Label className="choice-label">{label}</Label>
      <div className="choice-row">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="radio">
            <span className="radio-mark" aria-hidden="true" />
            {choice.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
