// What a page is pleasanter with and complete without. Every deed works with scripts off.
// ES2018, no library, one file; each idea is a function that looks for what it serves.
(function () {
  "use strict";

  // A wrong form: the summary takes the focus, so that a screen reader starts there.
  function focusErrors() {
    const summary = document.querySelector("[data-focus]");
    if (!summary) return;
    summary.setAttribute("tabindex", "-1");
    summary.focus();
    summary.querySelectorAll("a[href^='#']").forEach(function (link) {
      link.addEventListener("click", function (event) {
        const field = document.getElementById(link.hash.slice(1));
        if (!field) return;
        event.preventDefault();
        const group = field.closest(".govuk-form-group") || field;
        group.scrollIntoView();
        field.focus({ preventScroll: true });
      });
    });
  }

  // How many characters show, as domain/blank.rs counts them: no spaces, line ends, format characters or fillers.
  function shown(text) {
    const nothing = /[\s\p{Cc}\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0\u{E0100}-\u{E01EF}]/gu;
    return Array.from(text.replace(nothing, "")).length;
  }

  // How much has been written, where a least or a most is asked for.
  function countCharacters() {
    document.querySelectorAll("textarea[data-least], textarea[data-most]").forEach(function (area) {
      const said = document.createElement("div");
      said.className = "govuk-hint govuk-character-count__message";
      said.setAttribute("role", "status");
      area.after(said);
      const least = Number(area.dataset.least) || 0;
      const most = Number(area.dataset.most) || 0;
      const say = function () {
        const written = shown(area.value);
        let text = "已写 " + written + " 个字";
        if (most && written > most) text = "超出 " + (written - most) + " 个字";
        else if (written < least) text += "，至少还要 " + (least - written) + " 个字";
        else if (most && written > most * 0.75) text = "还可以写 " + (most - written) + " 个字";
        said.textContent = text;
      };
      area.addEventListener("input", say);
      say();
    });
  }

  // Pressed twice is sent once. (The server takes a second one as the first, too.)
  function sendOnce() {
    document.addEventListener("submit", function (event) {
      const form = event.target;
      if (event.defaultPrevented || form.method !== "post") return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      // After the browser has read the form: a disabled button would not tell its name and value.
      window.setTimeout(function () {
        form.querySelectorAll("button").forEach(function (button) {
          button.disabled = true;
        });
      }, 0);
    });
    // Back from the next page: the form may be sent again.
    window.addEventListener("pageshow", function () {
      document.querySelectorAll("form[data-sent]").forEach(function (form) {
        delete form.dataset.sent;
        form.querySelectorAll("button").forEach(function (button) {
          button.disabled = false;
        });
      });
    });
  }

  // Something was typed and not yet sent: a word beside the buttons, and the browser's own question on leaving.
  function warnUnsaved() {
    document.querySelectorAll("form[method='post']:not([data-plain])").forEach(function (form) {
      if (!form.querySelector("textarea, input[type='text'], input[type='date'], input[type='radio'], input[type='checkbox'], input[type='file']")) return;
      let changed = false;
      const leave = function (event) {
        event.preventDefault();
        event.returnValue = "";
      };
      form.addEventListener("input", function () {
        if (changed) return;
        changed = true;
        window.addEventListener("beforeunload", leave);
        const said = document.createElement("span");
        said.className = "rc-unsaved";
        said.setAttribute("role", "status");
        said.textContent = "有内容还没有保存";
        const last = Array.from(form.querySelectorAll("button:not([type='button'])")).pop();
        if (last) (last.closest(".govuk-button-group") || last.parentNode).appendChild(said);
      });
      form.addEventListener("submit", function () {
        window.removeEventListener("beforeunload", leave);
      });
    });
  }

  // 引用: what can be quoted goes into its field at once, behind what stands there, and its box is ticked. The server does the
  // same where there are no scripts.
  function quoteInPlace() {
    document.querySelectorAll("button[data-quote]").forEach(function (button) {
      button.addEventListener("click", function (event) {
        const field = document.getElementById(button.dataset.into);
        if (!field) return;
        event.preventDefault();
        const before = field.value.replace(/\s+$/, "");
        field.value = (before ? before + "\n" : "") + button.dataset.quote;
        const boxes = button.form.querySelectorAll("input[type='checkbox']");
        Array.from(boxes).forEach(function (box) {
          if (box.name === button.dataset.tick && box.value === button.dataset.value) box.checked = true;
        });
        button.classList.add("rc-quote--done");
        button.firstChild.textContent = "✓ 已引用";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
        field.setSelectionRange(field.value.length, field.value.length);
      });
    });
  }

  // Printing is the browser's own; the button is only shown where it can do something.
  function offerPrinting() {
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.addEventListener("click", function () {
        window.print();
      });
    });
  }

  document.documentElement.classList.add("rc-scripted");
  focusErrors();
  countCharacters();
  sendOnce();
  warnUnsaved();
  offerPrinting();
  quoteInPlace();
})();
