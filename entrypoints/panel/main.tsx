// Starts the panel docked in a Setup page.

import { Panel } from '../../components/panel/panel.tsx';
import { mount } from '../../components/ui/mount.tsx';
import { createHost } from '../../utils/create-host.ts';

void mount(createHost('docked'), <Panel />);
