// The sheet for a call: its two buttons, and lines that grow. It reads no field and sends nothing.
'use strict';
(() => {
  const tools = document.querySelector('#tools');
  const fields = document.querySelectorAll('textarea');
  const [print, clear] = tools.querySelectorAll('button');
  const grow = (field) => { while (field.scrollHeight > field.clientHeight + 2 && field.rows < 40) field.rows += 1; };

  document.addEventListener('input', (event) => grow(event.target));
  print.addEventListener('click', () => window.print());
  clear.addEventListener('click', () => {
    for (const field of fields) field.value = '';
    document.querySelector('h1').focus();
  });
  tools.hidden = false;
})();
