// The sheet for a call: its two buttons, and lines that grow. It sends nothing and keeps nothing.
'use strict';
(() => {
  const most = 40, tools = document.querySelector('#tools');

  document.addEventListener('input', ({ target }) => {
    while (target.matches('textarea') && target.scrollHeight > target.clientHeight + 2 && target.rows < most) target.rows += 1;
  });
  // The sheet may have been grown in the check-in's page: listen to whatever comes.
  document.addEventListener('click', (event) => {
    const button = event.target.closest('#tools button');
    if (!button) return;
    if (!button.matches('.quiet')) return print();
    for (const field of document.querySelectorAll('textarea')) field.value = '';
    document.querySelector('main :not([hidden])>h1, h1').focus();
  });
  if (tools) tools.hidden = false;
})();
