// Draws the Setup or Lightning page of the current address, and the next one without a reload, as Lightning does.

const main = document.getElementById('main');
const shell = document.body.dataset.shell;
const splash = document.getElementById('splash');
let drawing = 0;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'className') element.className = value;
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function link(cell) {
  if (!cell.href) return cell.text;
  if (cell.newTab) return make('a', { href: cell.href, target: '_blank', rel: 'opener' }, cell.text);
  return make('a', { href: cell.href, 'data-nav': '' }, cell.text);
}

function pageHeader(view) {
  return make(
    'div',
    { className: 'page-header' },
    make('span', { className: 'page-icon', 'aria-hidden': 'true' }),
    make(
      'div',
      {},
      make('p', { className: 'eyebrow' }, view.eyebrow ?? 'Setup'),
      make('h1', {}, view.heading),
    ),
  );
}

function table(view) {
  const rows = view.rows.map((row) => make('tr', {}, ...row.map((cell) => make('td', {}, link(cell)))));
  const heads = view.columns.map((name) => make('th', { scope: 'col' }, name));
  return make(
    'table',
    { className: 'grid' },
    make('thead', {}, make('tr', {}, ...heads)),
    make('tbody', {}, ...rows),
  );
}

function listView(view) {
  const search = make('input', {
    type: 'search',
    placeholder: 'Search this list…',
    'aria-label': 'Search this list',
    className: 'list-search',
  });
  const place = make('div', { className: 'scroller' }, table(view));
  const count = make('p', { className: 'count' }, counted(view));
  let typed = 0;
  search.addEventListener('input', () => {
    clearTimeout(typed);
    typed = setTimeout(async () => {
      const found = await load(here(), search.value);
      place.replaceChildren(table(found));
      count.textContent = counted(found);
    }, 250);
  });
  return make(
    'section',
    { className: 'card' },
    make(
      'div',
      { className: 'list-head' },
      make(
        'div',
        {},
        make('h2', {}, /^All |:|^Recent/.test(view.heading) ? view.heading : `All ${view.heading}`),
        count,
      ),
      search,
    ),
    place,
  );
}

function counted(view) {
  const shown = view.rows.length < view.total ? ` • first ${view.rows.length} shown` : '';
  return `${view.total} item${view.total === 1 ? '' : 's'} • Sorted by name${shown}`;
}

function frameView(view) {
  const frame = make('iframe', {
    src: view.frame.src,
    title: view.frame.title,
    name: `vfFrameId_${Date.now()}`,
    className: 'setup-frame',
  });
  const place = make('section', { className: 'frame-place loading' }, frame);
  frame.addEventListener('load', () => place.classList.remove('loading'));
  return place;
}

function summaryView(view) {
  const details = view.details.flatMap(([name, value]) => [
    make('dt', {}, name),
    make('dd', {}, value || '—'),
  ]);
  const lists = view.lists.flatMap((list) => [
    make(
      'div',
      { className: 'list-head' },
      make(
        'div',
        {},
        make('h2', {}, list.heading),
        make('p', { className: 'count' }, `${list.total} item${list.total === 1 ? '' : 's'}`),
      ),
    ),
    make('div', { className: 'scroller' }, table(list)),
  ]);
  return make('section', { className: 'card' }, make('dl', { className: 'details' }, ...details), ...lists);
}

/** Other pages of an object, in the place of Setup's tree. */
function linksView(view) {
  const section = location.pathname.split('/')[5] ?? '';
  return make(
    'nav',
    { className: 'page-links', 'aria-label': 'Object' },
    ...view.links.map(({ text, href }) =>
      make(
        'a',
        { href, 'data-nav': '', 'aria-current': href.split('/')[5] === section ? 'page' : false },
        text,
      ),
    ),
  );
}

function homeView(view) {
  if (view.text) return make('section', { className: 'card welcome' }, make('h2', {}, view.text));
  const tiles = [
    ['Flows', 'Automate business processes', '/lightning/setup/Flows/home'],
    ['Permission Sets', 'Give people access to what they need', '/lightning/setup/PermSets/home'],
    ['Apex Classes', 'See and edit custom code', '/lightning/setup/ApexClasses/home'],
    ['Object Manager', 'Objects with their fields, layouts and rules', '/lightning/setup/ObjectManager/home'],
    ['Profiles', 'What people of a kind see and may do', '/lightning/setup/EnhancedProfiles/home'],
    ['Lightning Components', 'Components of pages', '/lightning/setup/LightningComponentBundles/home'],
  ];
  return make(
    'section',
    { className: 'tiles' },
    ...tiles.map(([title, text, href]) =>
      make(
        'a',
        { className: 'tile', href, 'data-nav': '' },
        make('strong', {}, title),
        make('span', {}, text),
      ),
    ),
  );
}

function body(view) {
  if (view.kind === 'list') return listView(view);
  if (view.kind === 'frame') return frameView(view);
  if (view.kind === 'summary') return summaryView(view);
  if (view.kind === 'home') return homeView(view);
  return make('section', { className: 'card missing' }, make('p', {}, view.text));
}

async function load(to, search = '') {
  const answer = await fetch(`/setup-view?${new URLSearchParams({ to, search })}`);
  return answer.json();
}

const here = () => location.pathname + location.search + location.hash;

async function draw() {
  drawing += 1;
  const mine = drawing;
  const to = here();
  main.classList.add('busy');
  const [view] = await Promise.all([load(to), pause(180)]);
  if (mine !== drawing) return;
  document.title = view.title;
  main.replaceChildren(...(view.bare ? [] : [pageHeader(view)]), body(view));
  document.querySelector('.page-links')?.remove();
  if (view.links) main.before(linksView(view));
  main.classList.remove('busy');
  splash.remove();
  for (const leaf of document.querySelectorAll('.leaf a')) {
    const here = leaf.dataset.node === view.node;
    leaf.classList.toggle('current', here);
    if (!here) continue;
    const branch = leaf.closest('.branch');
    if (branch) toggle(branch, true);
    leaf.scrollIntoView({ block: 'nearest' });
  }
  const under = view.tab ?? (view.node === 'ObjectManager' ? 'ObjectManager' : 'Home');
  for (const tab of document.querySelectorAll('.tab')) {
    tab.classList.toggle('active', tab.dataset.tab === under);
  }
}

function toggle(branch, open) {
  branch.classList.toggle('open', open);
  branch.firstElementChild.setAttribute('aria-expanded', String(branch.classList.contains('open')));
}

/** Setup and the apps are two pages; builders are pages of their own. */
function shellOf(path) {
  if (!path.startsWith('/lightning/')) return 'none';
  return path.startsWith('/lightning/setup/') ? 'setup' : 'app';
}

function go(href) {
  if (shellOf(href) !== shell) {
    location.assign(href);
    return;
  }
  history.pushState({}, '', href);
  draw();
}

document.addEventListener('click', (event) => {
  const anchor = event.target.closest?.('a[data-nav]');
  if (anchor && !event.ctrlKey && !event.metaKey && event.button === 0) {
    event.preventDefault();
    go(anchor.getAttribute('href'));
    return;
  }
  const branch = event.target.closest?.('.branch > button')?.parentElement;
  if (branch) toggle(branch, !branch.classList.contains('open'));
});

document.getElementById('quick-find')?.addEventListener('input', (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const leaf of document.querySelectorAll('.leaf')) {
    leaf.hidden = !leaf.textContent.toLowerCase().includes(wanted);
  }
  for (const branch of document.querySelectorAll('.branch')) {
    const some = [...branch.querySelectorAll('.leaf')].some((leaf) => !leaf.hidden);
    branch.hidden = !some;
    if (wanted) toggle(branch, some);
  }
});

// Lightning puts its messages over the page once the page is there.
const loginAs = document.body.dataset.loginAs;
if (loginAs) {
  pause(400).then(() => {
    const message = make(
      'div',
      {
        className: 'slds-notify_alert system-message level-info slds-theme_info',
        'data-message-id': 'loginAsSystemMessage',
        role: 'status',
      },
      make('span', {}, `Logged in as ${loginAs} `),
      make(
        'a',
        { className: 'action-link', href: '/secur/logout.jsp' },
        `Log out as ${loginAs.replace(/ \(.*/, '')}`,
      ),
    );
    document.querySelector('.desktop').prepend(message);
  });
}

window.addEventListener('popstate', draw);
window.addEventListener('hashchange', draw);

/** The same page written with 15 or 18 characters, with a query or without. */
function samePage(one, other) {
  const parts = (address) =>
    /^\/(\w{15})\w*(\/e)?/
      .exec(address ?? '')
      ?.slice(1)
      .join('');
  return parts(one) === parts(other);
}

// The frame moved by itself (Edit, Save, back): the address follows, the page stays.
window.addEventListener('message', (event) => {
  const frame = document.querySelector('.setup-frame');
  if (!frame || event.source !== frame.contentWindow || event.origin !== new URL(frame.src).origin) return;
  // The frame of the page before may load while the next page is on its way.
  if (event.data?.kind !== 'setup-frame-moved' || main.classList.contains('busy')) return;
  if (samePage(new URLSearchParams(location.search).get('address'), event.data.path)) return;
  const node = location.pathname.split('/')[3];
  const address = `/lightning/setup/${node}/page?address=${encodeURIComponent(event.data.path)}`;
  history.replaceState({}, '', address);
});

draw();
