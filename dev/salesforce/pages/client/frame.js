// Tells the Setup page around this frame when the frame moved to another page by itself.

if (window.parent !== window && document.referrer.startsWith(location.origin)) {
  window.parent.postMessage({ kind: 'setup-frame-moved', path: document.body.dataset.address }, '*');
}
