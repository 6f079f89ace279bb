// The deployment that this build belongs to.

import { deploymentOf } from './deployment.ts';

export const deployment = deploymentOf(import.meta.env.MODE);
