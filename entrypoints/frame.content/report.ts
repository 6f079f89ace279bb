// Says which page the frame shows, when it loads, moves without loading, or is asked; and when it goes.

export function report() {
  // Only what a Setup page itself holds; a frame's own frames may be anybody's.
  if (top === self || parent !== top) return;
  async function say(name: 'frame.page' | 'frame.left', input: object) {
    try {
      await chrome.runtime.sendMessage({ to: 'background', name, input });
    } catch {
      // The background is being replaced, and asks again when the page reports.
    }
  }
  const here = () => say('frame.page', { url: location.href });
  chrome.runtime.onMessage.addListener((message, sender) => {
    if (!sender.tab && message.to === 'frames') void here();
  });
  navigation.addEventListener('currententrychange', here);
  addEventListener('pagehide', () => say('frame.left', {}));
  void here();
}
