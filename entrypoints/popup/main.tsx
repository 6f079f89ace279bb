// Starts the popup of the toolbar button.

import { Popup } from '../../components/popup/popup.tsx';
import { mount } from '../../components/ui/mount.tsx';
import { createHost } from '../../utils/create-host.ts';

void mount(createHost('popup'), <Popup />);
