// Starts the panel in the browser’s side panel.

import { Panel } from '../../components/panel/panel.tsx';
import { mount } from '../../components/ui/mount.tsx';
import { createHost } from '../../utils/create-host.ts';

void mount(createHost('side'), <Panel />);
