// Tells the Setup page around this frame which page the frame shows.

if (window.parent !== window) {
  window.parent.postMessage({ kind: 'setup-frame-moved', path: document.body.dataset.address }, '*');
}
