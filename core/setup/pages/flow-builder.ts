// Flow Builder: the version on the canvas, the active or latest version of a definition, or a new flow.
//
// https://acme.lightning.force.com/builder_platform_interaction/flowBuilder.app?flowId=3015g000000zzz5AAA
// https://acme.lightning.force.com/builder_platform_interaction/flowBuilder.app?flowDefId=3005g000000BjV7&isdtp=p1

import { type Address, isRepeated, parameter } from '../address.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';

export function readFlowBuilder(at: Address): SetupPage | undefined {
  if (at.path !== '/builder_platform_interaction/flowBuilder.app') return undefined;
  if (isRepeated(at.query, 'flowId') || isRepeated(at.query, 'flowDefId')) return { kind: 'malformed' };
  const id = parameter(at.query, 'flowId') ?? parameter(at.query, 'flowDefId');
  if (id === undefined) return { kind: 'new', builder: 'flow' };
  const id18 = toId18(id);
  if (!id18 || !/^30[01]/.test(id)) return { kind: 'malformed' };
  const other = parameter(at.query, 'compareTargetFlowId');
  return {
    kind: 'component',
    metadataType: 'Flow',
    id,
    id18,
    builder: 'flow',
    ...(other && toId18(other) ? { otherId: other } : {}),
  };
}
