'use strict';
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const plain = (text) => text.toLowerCase().replace(/\s+/g, ' ');

  const form = one('#filters');
  const found = one('#found');
  const checks = all('details.check').map((el) => ({ el, text: plain(el.textContent), ...el.dataset }));
  const sections = all('section.checks').map((el) => ({
    el, fold: one('details.more', el), number: one('.number', el), checks: checks.filter((c) => el.contains(c.el)),
  }));
  const ticked = (name) => all(`input[name="${name}"]:checked`).map((box) => box.value);
  const count = (n) => `${n} ${n === 1 ? 'check' : 'checks'}`;

  // filter shows the checks that meet all of the form.
  const filter = () => {
    const words = plain(one('#search').value).split(' ').filter(Boolean);
    const battery = one('#battery').value;
    const tiers = ticked('tier');
    const statuses = ticked('status');
    const whole = !words.length && !battery && all('[type="checkbox"]', form).every((box) => box.checked);
    let left = 0;
    for (const c of checks) {
      const shown = tiers.includes(c.tier) && statuses.includes(c.status) &&
        (!battery || c.battery === battery) && words.every((word) => c.text.includes(word));
      c.el.hidden = !shown;
      left += shown;
    }
    for (const s of sections) {
      const shown = s.checks.filter((c) => !c.el.hidden).length;
      s.el.hidden = !shown;
      s.number.textContent = whole ? s.checks.length : `${shown} of ${s.checks.length}`;
      if (s.fold) s.fold.open = !whole && shown > 0;
    }
    found.className = whole ? '' : 'some';
    found.textContent = whole ? `${count(checks.length)}.` : `${left} of ${count(checks.length)} shown.`;
  };

  const tabs = all('#tabs button');

  // choose shows the part of a tab, and puts the others away.
  const choose = (tab) => {
    for (const t of tabs) {
      t.setAttribute('aria-selected', String(t === tab));
      t.tabIndex = t === tab ? 0 : -1;
      document.getElementById(t.dataset.part).classList.toggle('off', t !== tab);
    }
  };

  // visit shows the part that the address is in, unfolds the check that it names, and moves there.
  const visit = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* not encoded */ }
    const target = document.getElementById(id);
    const part = target?.closest('.part');
    const tab = tabs.find((t) => t.dataset.part === part?.id);
    if (tab) {
      const away = part.classList.contains('off');
      choose(tab);
      if (away) target.scrollIntoView(); // the browser could not move there
    }
    const check = target?.closest('details.check');
    if (!check) return;
    if (check.hidden) {
      form.reset();
      filter();
    }
    const fold = check.closest('details.more');
    if (fold) fold.open = true;
    check.open = true;
    check.scrollIntoView();
    one('summary', check).focus({ preventScroll: true });
  };

  const unfold = (open) => {
    for (const s of sections) {
      if (s.fold && !s.el.hidden) s.fold.open = open;
      for (const c of s.checks) if (!c.el.hidden) c.el.open = open;
    }
  };

  // copy puts the text beside a button where it can be pasted from; without the right to, it selects it.
  const copy = async (button) => {
    const code = one('pre code', button.closest('.waive'));
    const said = one('[role="status"]', button.parentElement);
    try {
      await navigator.clipboard.writeText(code.textContent);
      said.textContent = 'Copied.';
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = 'Selected: copy it with the keyboard.';
    }
  };

  let printed = [];
  addEventListener('beforeprint', () => {
    printed = all('.more, section.checks:not(.quiet) .check').filter((el) => !el.open);
    for (const el of printed) el.open = true;
  });
  addEventListener('afterprint', () => {
    for (const el of printed) el.open = false;
  });

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);
  form.addEventListener('reset', () => setTimeout(filter));
  one('#unfold').addEventListener('click', () => unfold(true));
  one('#fold').addEventListener('click', () => unfold(false));
  for (const button of all('.copy')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button));
  }
  for (const tab of tabs) {
    const part = document.getElementById(tab.dataset.part);
    tab.setAttribute('aria-controls', part.id);
    part.setAttribute('role', 'tabpanel');
    part.setAttribute('aria-labelledby', tab.id);
    tab.addEventListener('click', () => choose(tab));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  }
  if (tabs.length) {
    one('#tabs').hidden = false;
    choose(tabs[0]);
  }

  // What a level means goes away with Escape, until the pointer or the focus comes anew.
  const ladder = one('.ladder');
  addEventListener('keydown', (event) => { if (event.key === 'Escape') ladder.classList.add('told'); });
  for (const name of ['mouseleave', 'focusin']) ladder.addEventListener(name, () => ladder.classList.remove('told'));

  addEventListener('hashchange', visit);
  addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) setTimeout(visit); // the same address is no change of it
  });

  form.hidden = checks.length === 0;
  filter();
  // Only then has the browser moved to the address by itself, and taken the focus away.
  addEventListener('load', () => setTimeout(visit));
})();
