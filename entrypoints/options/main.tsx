// Starts the options page.

import { readHost } from '#core/setup/host.ts';
import { Options } from '../../components/options/options.tsx';
import { mount } from '../../components/ui/mount.tsx';
import { createHost } from '../../utils/create-host.ts';

const asked = new URLSearchParams(location.hash.slice(1)).get('connect') ?? '';
const host = readHost(asked)?.kind === 'api' ? asked : undefined;

void mount(createHost('options'), <Options connect={host} />);
