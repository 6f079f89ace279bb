// Joins what the frames of a Setup page show to the page: for a component that the page's own address does not name.

import type { SetupPage } from '#core/setup/page.ts';
import { componentOf } from '#core/setup/page-component.ts';
import type { FrameRecord } from '../../utils/storage.ts';

/**
 * The page with what its frames add. The address itself comes first; a frame's is taken where the address names no
 * component, or where that very frame showed what it names and has moved on.
 */
export function joinFrames(page: SetupPage, frames: readonly FrameRecord[] | undefined): SetupPage {
  // A page of settings shows more than its settings.
  const named = page.kind !== 'list' && componentOf(page) !== undefined;
  const shown = frames?.find(
    (each) => each.page && (!named || (each.followed && !sameComponent(each.page, page))),
  );
  if (!shown) return page;
  const { node, apiHost, likelyApiHost } = page;
  return {
    ...(shown.page as SetupPage),
    frame: 'inner',
    ...(node ? { node } : {}),
    ...(apiHost === undefined ? {} : { apiHost }),
    ...(likelyApiHost ? { likelyApiHost } : {}),
  };
}

export function sameComponent(one: FrameRecord['page'], other: SetupPage): boolean {
  const [mine, theirs] = [componentOf(one as SetupPage), componentOf(other)];
  return mine !== undefined && JSON.stringify(mine) === JSON.stringify(theirs);
}
