// Content that is no text: a picture that became another one, an archive with some other files.

import type { ComponentSource } from '../../core/component.ts';
import type { Scene } from './fake-host.ts';
import { typed } from './scenes.ts';

type Side = 'before' | 'after';

const document = (contentType: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<StaticResource xmlns="http://soap.sforce.com/2006/04/metadata">\n    <cacheControl>Public</cacheControl>\n    <contentType>${contentType}</contentType>\n</StaticResource>\n`;
const sha256 = { before: 'a4'.repeat(32), after: 'b7'.repeat(32) };

function resource(name: string, side: Side, media: string, size: number, text: string): ComponentSource {
  return {
    type: 'StaticResource',
    fullName: 'Branch_Logo',
    files: [
      { role: 'content', name, text, binary: { media, size, sha256: sha256[side] } },
      { role: 'metadata', name: 'Branch_Logo.resource-meta.xml', text: document(media) },
    ],
  };
}

function pictureSource(side: Side): ComponentSource {
  const size = { before: 182, after: 204 }[side];
  const text = `PNG image\n${size} bytes\nSHA-256 ${sha256[side]}\n`;
  return resource('Branch_Logo.png', side, 'image/png', size, text);
}

const archive = {
  before:
    'css/app.css\t1204 bytes\t1f00aa12\nimg/logo.png\t2048 bytes\t77aa01bc\njs/app.js\t90211 bytes\t0badf00d\n',
  after:
    'css/app.css\t1310 bytes\t2e01bb77\njs/app.js\t90211 bytes\t0badc0de\njs/vendor.js\t12 bytes\t00000001\n',
};
const archiveSource = (side: Side) =>
  resource('Branch_Logo.zip', side, 'application/zip', 93_463, archive[side]);

/** Drawn here: a square of one colour with a round hole in it. */
async function drawn(colour: string): Promise<string> {
  const canvas = new OffscreenCanvas(160, 96);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('Nothing to draw with');
  context.fillStyle = colour;
  context.fillRect(0, 0, 160, 96);
  context.globalCompositeOperation = 'destination-out';
  context.beginPath();
  context.arc(80, 48, 32, 0, Math.PI * 2);
  context.fill();
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const id = '0815g000000Oic4AAC';
const picture = typed('StaticResource', id, 'Branch_Logo', pictureSource);
let asked = 0;

export const contentScenes: Readonly<Record<string, Scene>> = {
  'panel/picture': {
    ...picture,
    answers: {
      ...picture.answers,
      'history.picture': async () => {
        asked += 1;
        const base64 = await drawn(asked % 2 === 1 ? '#0a5f73' : '#93204f');
        return { picture: { media: 'image/png', width: 160, height: 96, base64 } };
      },
    },
  },
  'panel/archive': typed('StaticResource', id, 'Branch_Logo', archiveSource),
};
