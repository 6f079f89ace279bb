// Starts the panel docked in a Setup page, once the background confirmed that it belongs there.

import { Panel } from '../../components/panel/panel.tsx';
import { mount } from '../../components/ui/mount.tsx';
import { confirmPlace, refusedPlace } from '../../utils/confirm-place.ts';
import { createHost } from '../../utils/create-host.ts';

if (await confirmPlace()) await mount(createHost('docked'), <Panel />);
else document.body.textContent = refusedPlace;
