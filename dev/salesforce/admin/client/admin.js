// What the admin pages do beyond links and forms: questions before deletions, filters at once, saving by key, progress.

for (const form of document.querySelectorAll('form[data-ask]')) {
  form.addEventListener('submit', (event) => {
    if (!confirm(form.dataset.ask)) event.preventDefault();
  });
}

for (const form of document.querySelectorAll('form[data-at-once]')) {
  for (const choice of form.querySelectorAll('select'))
    choice.addEventListener('change', () => form.requestSubmit());
}

const editor = document.querySelector('form[data-save]');
if (editor) {
  const texts = [...editor.querySelectorAll('textarea')];
  const before = texts.map((text) => text.value);
  const touched = () => texts.some((text, index) => text.value !== before[index]);
  let leaving = false;
  editor.addEventListener('submit', () => {
    leaving = true;
  });
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      editor.requestSubmit();
    }
  });
  addEventListener('beforeunload', (event) => {
    if (touched() && !leaving) event.preventDefault();
  });
}

const running = document.querySelector('[data-running]');
if (running) {
  const look = async () => {
    const answer = await fetch('/replay/progress');
    const { running: now } = await answer.json();
    if (!now) {
      location.href = '/admin/replay';
      return;
    }
    running.querySelector('progress').value = now.done;
    running.querySelector('strong').textContent = `${now.done} of ${now.total}`;
    setTimeout(look, 700);
  };
  setTimeout(look, 700);
}
