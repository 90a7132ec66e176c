// Runs before the first paint, so that the page never flashes in another theme, and then starts the app. It shows the
// crash panel of index.html when the app cannot start, or stops. It relies on nothing of the app.
// A file of its own because a strict Content-Security-Policy allows no inline script.
"use strict";

{
  const page = document.documentElement;

  try {
    const settings = JSON.parse(localStorage.getItem("confab.settings") ?? "{}");
    page.dataset.theme = settings.theme ?? "system";
    page.lang = settings.lang ?? "en";
  } catch {
    // No storage, or settings of another shape: the defaults in index.html hold.
  }

  const crash = (error) => {
    console.error(error);
    // An open modal dialog would lie above the panel.
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    document.getElementById("app").inert = true;
    document.getElementById("crash").hidden = false;
    document.getElementById("reload").focus();
  };

  // A panic of the app is a RuntimeError of WebAssembly. Any other error has stopped the app if it passed through its
  // module. Errors of browser extensions and of a ResizeObserver are neither.
  const isOurs = (error) =>
    error instanceof WebAssembly.RuntimeError || /\.wasm/.test(error?.stack ?? "");

  addEventListener("error", (event) => isOurs(event.error) && crash(event.error));
  addEventListener("unhandledrejection", (event) => isOurs(event.reason) && crash(event.reason));

  // Trunk puts the names of the built files into these links.
  const link = (kind) => document.querySelector(`link[rel=preload][as=${kind}]`).href;

  const load = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: address, onload: done, onerror: failed });
      document.head.append(script);
    });

  addEventListener("DOMContentLoaded", async () => {
    document.getElementById("reload").addEventListener("click", () => location.reload());
    try {
      await load(link("script"));
      await wasm_bindgen({ module_or_path: link("fetch") });
    } catch (error) {
      crash(error);
    }
  });
}
