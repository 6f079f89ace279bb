// Starts the options page.

import { Options } from '../../components/options/options.tsx';
import { mount } from '../../components/ui/mount.tsx';
import { createHost } from '../../utils/create-host.ts';

void mount(createHost('options'), <Options />);
