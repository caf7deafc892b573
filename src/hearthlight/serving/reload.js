// Only in a preview: loads the page again when the pack has changed.
(() => {
  "use strict";
  let shown = "";
  const look = async () => {
    try {
      const version = await (await fetch("/preview/version", { cache: "no-store" })).text();
      if (shown && version !== shown) {
        location.replace(location.href);
        return;
      }
      shown = version;
    } catch {
      // The server is away; look again.
    }
    setTimeout(look, 700);
  };
  look();
})();
