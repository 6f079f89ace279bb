// Shows one scene by the address (`?scene=panel/history&theme=dark`), or the list of all.

import { Options } from '../../components/options/options.tsx';
import { Panel } from '../../components/panel/panel.tsx';
import { Popup } from '../../components/popup/popup.tsx';
import { mount } from '../../components/ui/mount.tsx';
import { contentScenes } from './content-scenes.ts';
import { fakeHost } from './fake-host.ts';
import { scenes as otherScenes } from './scenes.ts';

const query = new URLSearchParams(location.search);
const name = query.get('scene') ?? '';
const scenes = { ...otherScenes, ...contentScenes };
const scene = scenes[name];

if (scene) {
  const surface = scene.surface ?? 'docked';
  document.documentElement.dataset.surface = surface;
  const theme = query.get('theme');
  const host = fakeHost({
    ...scene,
    settings: {
      ...scene.settings,
      ...(theme === 'dark' || theme === 'light' ? { theme } : {}),
      ...(query.get('diff') === 'blue-orange' ? { diffColours: 'blue-orange' } : {}),
    },
  });
  const guide = scene.guide ? () => <Options connect={scene.guide} /> : undefined;
  const Page = guide ?? (surface === 'popup' ? Popup : surface === 'options' ? Options : Panel);
  void mount(host, <Page />);
} else {
  void mount(fakeHost({ surface: 'options' }), <SceneList />);
}

function SceneList() {
  return (
    <main className="options">
      <h1>Scenes</h1>
      {['', '&theme=light', '&theme=dark', '&diff=blue-orange'].map((more) => (
        <section key={more}>
          <h2>{more.slice(1) || 'as the system'}</h2>
          <ul>
            {Object.keys(scenes).map((scene) => (
              <li key={scene}>
                <a href={`?scene=${scene}${more}`}>{scene}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}
