// Every pair of colours that stands together has enough contrast, in light and dark and in both choices of diff colours.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('components/ui/tokens.css', 'utf8');

type Theme = 'light' | 'dark';
type Choice = 'red-green' | 'blue-orange';

function tokens(theme: Theme, choice: Choice): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const rules = css.split('@media (prefers-contrast')[0] ?? '';
  for (const [, selector = '', body = ''] of rules.matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    if (selector.includes('data-diff') && !selector.includes(choice)) continue;
    for (const [, name = '', light = '', dark = ''] of body.matchAll(
      /(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g,
    ))
      found.set(name, theme === 'light' ? light : dark);
  }
  return found;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['--surface', '--surface-sunken', '--surface-raised', '--surface-hover', '--surface-chosen'];
const on = (text: string, backgrounds: readonly string[]) =>
  backgrounds.map((background) => [text, background] as const);

/** What is read as text: 4.5 to 1. */
const textPairs = [
  ...on('--text', [...surfaces, '--caution-surface', '--danger-surface']),
  ...on('--text', ['--added-surface', '--removed-surface', '--added-word', '--removed-word']),
  ...on('--text-muted', [...surfaces, '--caution-surface', '--danger-surface']),
  ...on('--text-muted', ['--added-surface', '--removed-surface']),
  ...on('--accent', ['--surface', '--surface-hover', '--surface-chosen', '--surface-raised']),
  ...on('--on-accent', ['--accent-fill', '--accent-fill-hover']),
  ...on('--good', ['--surface', '--surface-hover', '--surface-chosen']),
  ...on('--caution', ['--surface', '--surface-hover', '--surface-chosen', '--caution-surface']),
  ...on('--danger', ['--surface', '--surface-hover', '--danger-surface', '--surface-raised']),
  ...on('--added', [
    '--surface',
    '--surface-hover',
    '--surface-chosen',
    '--surface-sunken',
    '--added-surface',
  ]),
  ...on('--removed', [
    '--surface',
    '--surface-hover',
    '--surface-chosen',
    '--surface-sunken',
    '--removed-surface',
  ]),
  ...on('--changed', ['--surface', '--surface-hover', '--surface-chosen']),
  ...on('--moved', ['--surface', '--surface-hover', '--surface-chosen']),
  ...['production', 'sandbox', 'scratch', 'developer'].flatMap((kind) => on(`--org-${kind}`, ['--surface'])),
];

/** What only has to be seen: borders of controls, focus, marks: 3 to 1. */
const seenPairs = [
  ...on('--line-strong', ['--surface', '--surface-raised']),
  ...on('--focus', surfaces),
  ...on('--accent-fill', ['--surface']),
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  describe.each(['red-green', 'blue-orange'] as const)('%s', (choice) => {
    const all = tokens(theme, choice);
    const colour = (name: string) => {
      const value = all.get(name);
      if (!value) throw new Error(`tokens.css has no ${name}`);
      return value;
    };

    test.each(textPairs)('%s can be read on %s', (text, background) => {
      expect(contrast(colour(text), colour(background))).toBeGreaterThanOrEqual(4.5);
    });

    test.each(seenPairs)('%s can be seen on %s', (mark, background) => {
      expect(contrast(colour(mark), colour(background))).toBeGreaterThanOrEqual(3);
    });
  });
});

test('contrast is what WCAG says it is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('dark is not light turned over: no surface or text has the same value in both', () => {
  const light = tokens('light', 'red-green');
  const dark = tokens('dark', 'red-green');
  const same = [...light].filter(([name, value]) => name !== '--on-accent' && dark.get(name) === value);
  expect(same).toEqual([]);
});

test('forced colours and reduced motion have rules', () => {
  expect(css).toContain('forced-colors: active');
  expect(css).toContain('prefers-reduced-motion: reduce');
});
