// The few signs of the pages, drawn here.

const shapes = {
  mark: '<rect x="3" y="3" width="18" height="18" rx="5" fill="#0b6fc7" stroke="none"/><path d="m8 16.5 4-9 4 9M9.500 13.500h5" stroke="#fff"/>',
  search: '<circle cx="11" cy="11" r="6"/><path d="m16 16 4 4"/>',
  star: '<path d="m12 4 2.5 5 5.5.8-4 3.9.9 5.5L12 16.600l-4.900 2.600.9-5.500-4-3.900L9.500 9z"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  help: '<circle cx="12" cy="12" r="8"/><path d="M9.700 9.500a2.300 2.300 0 1 1 3.300 2.100c-.700.400-1 .800-1 1.600M12 16v.4"/>',
  gear: '<circle cx="12" cy="12" r="3"/><path d="M12 3.500v3M12 17.500v3M3.500 12h3M17.500 12h3M6 6l2.100 2.100M15.900 15.900 18 18M18 6l-2.100 2.100M8.100 15.900 6 18"/>',
  bell: '<path d="M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10.500 20.500h3"/>',
  waffle:
    '<g fill="currentColor" stroke="none"><circle cx="5" cy="5" r="2"/><circle cx="12" cy="5" r="2"/><circle cx="19" cy="5" r="2"/><circle cx="5" cy="12" r="2"/><circle cx="12" cy="12" r="2"/><circle cx="19" cy="12" r="2"/><circle cx="5" cy="19" r="2"/><circle cx="12" cy="19" r="2"/><circle cx="19" cy="19" r="2"/></g>',
  chevron: '<path d="m9 6 6 6-6 6"/>',
} as const;

export function icon(name: keyof typeof shapes): string {
  return `<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes[name]}</svg>`;
}
