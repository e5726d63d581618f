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
        reveal(field);
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

  // Something was typed and not kept yet: a word beside the buttons, and the browser's own question on leaving. A draft keeps itself
  // meanwhile, as its button would keep it and under the same rule: over a text that was not seen nothing is saved.
  function watchForms() {
    document.querySelectorAll("form[method='post']:not([data-plain])").forEach(function (form) {
      // What another has at hand is only read.
      if (form.querySelector(".rc-read")) return;
      if (!form.querySelector("textarea, input[type='text'], input[type='date'], input[type='radio'], input[type='checkbox'], input[type='file']")) return;
      const said = saidBy(form);
      const draft = form.dataset.autosave ? keeping(form, said) : null;
      const leave = function (event) {
        event.preventDefault();
        event.returnValue = "";
      };
      const touched = function () {
        window.addEventListener("beforeunload", leave);
        said("有内容还没有保存", true);
        if (draft) draft.touched();
      };
      form.addEventListener("input", touched);
      form.addEventListener("kept", function () {
        window.removeEventListener("beforeunload", leave);
      });
      form.addEventListener("submit", function (event) {
        if (!event.defaultPrevented) window.removeEventListener("beforeunload", leave);
      });
      if (form.hasAttribute("data-unsaved")) touched();
    });
  }

  // The line beside a form's buttons that says how far it is kept.
  function saidBy(form) {
    let line = form.querySelector("[data-saved]");
    if (!line) {
      line = document.createElement("span");
      line.className = "rc-saved";
      line.setAttribute("role", "status");
      const last = Array.from(form.querySelectorAll("button:not([type='button'])")).pop();
      if (last) (last.closest(".govuk-button-group") || last.parentNode).appendChild(line);
    }
    return function (text, unsaved) {
      if (line.textContent !== text) line.textContent = text;
      line.classList.toggle("rc-unsaved", unsaved);
    };
  }

  // Keeps a draft some seconds after it was touched, and at once where its button is pressed: the page stays where it is.
  function keeping(form, said) {
    const SECONDS = 20;
    let timer = null, sending = false, again = false, stopped = false, pressed = null, waiting = null;
    const carryOn = function (response) {
      if (!response.ok || !/json/.test(response.headers.get("content-type") || "")) throw response;
      return response.json();
    };
    const kept = function (answer) {
      ["version", "revision", "seen"].forEach(function (name) {
        const field = form.querySelector("input[type='hidden'][name='" + name + "']");
        if (field && name in answer) field.value = answer[name];
      });
      if (again) return;
      said("已保存 " + answer.saved, false);
      form.dispatchEvent(new Event("kept"));
    };
    const failed = function (why) {
      stopped = true;
      said(why.status === 409 ? "已有人先保存，这里没有自动保存。请按“保存”比较两边的内容" : "没有能够自动保存，请按“保存”", true);
    };
    const save = function () {
      window.clearTimeout(timer);
      timer = null;
      again = false;
      sending = true;
      const fields = new URLSearchParams(new FormData(form));
      fields.set(form.dataset.autosave, "autosave");
      return fetch(form.getAttribute("action") || window.location.pathname, { method: "POST", body: fields, credentials: "same-origin", redirect: "manual" })
        .then(carryOn)
        .then(kept)
        .catch(failed)
        .then(function () {
          sending = false;
          if (waiting) {
            const button = waiting;
            waiting = null;
            button.click();
          } else if (again && !stopped) later();
        });
    };
    const later = function () {
      if (!timer) timer = window.setTimeout(save, SECONDS * 1000);
    };
    form.addEventListener("click", function (event) {
      const button = event.target.closest("button");
      if (button) pressed = button;
    });
    form.addEventListener("submit", function (event) {
      const button = event.submitter || pressed;
      if (sending) {
        // What is on its way moves the draft on; what is sent now must have seen that.
        event.preventDefault();
        waiting = button;
      } else if (button && button.hasAttribute("data-save") && !stopped) {
        event.preventDefault();
        save().then(function () {
          if (stopped) button.click();
        });
      } else window.clearTimeout(timer);
    });
    return {
      touched: function () {
        again = true;
        if (!stopped && !sending) later();
      },
    };
  }

  // Files on their way: how far they are, beside the buttons. The answer takes the place of the page, as it does without this; where
  // none comes, the page stays with the files that were chosen.
  function showProgress() {
    document.addEventListener("submit", function (event) {
      const form = event.target;
      if (event.defaultPrevented || form.enctype !== "multipart/form-data" || !bytesOf(form)) return;
      event.preventDefault();
      sendFiles(form, event.submitter);
    });
  }

  function bytesOf(form) {
    return Array.from(form.querySelectorAll("input[type='file']")).reduce(function (sum, field) {
      return Array.from(field.files).reduce(function (sum, file) { return sum + file.size; }, sum);
    }, 0);
  }

  function sendFiles(form, button) {
    const fields = new FormData(form);
    if (button && button.name) fields.append(button.name, button.value);
    const shown = progressOf(form);
    const request = new XMLHttpRequest();
    const failed = function () {
      shown("没有收到系统的答复。请检查网络，再提交一次，不会重复登记");
      delete form.dataset.sent;
      form.querySelectorAll("button").forEach(function (button) { button.disabled = false; });
      form.dispatchEvent(new Event("input", { bubbles: true }));
    };
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) shown(null, event.loaded / event.total);
    });
    request.addEventListener("load", function () {
      const next = request.getResponseHeader("x-rongcuo-next");
      if (next) {
        const here = window.location.href.split("#")[0];
        window.location.assign(next);
        // Another place on the same page is gone to without loading it.
        if (next.includes("#") && new URL(next, here).href.split("#")[0] === here) window.location.reload();
        return;
      }
      // What stands between us and the server may answer in its place; then the form stays as it was typed.
      if (!request.getResponseHeader("x-rongcuo-page")) {
        failed();
        return;
      }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", failed);
    request.addEventListener("abort", failed);
    request.addEventListener("timeout", failed);
    request.open("POST", (button && button.getAttribute("formaction")) || form.getAttribute("action") || window.location.href);
    request.setRequestHeader("x-rongcuo-progress", "yes");
    shown("正在上传", 0);
    request.send(fields);
  }

  // The bar of a form and the words under it. They are said aloud at each fifth, not at each percent.
  function progressOf(form) {
    let line = form.querySelector(".rc-upload");
    if (!line) {
      line = document.createElement("div");
      line.className = "rc-upload";
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.setAttribute("aria-label", "上传进度");
      const words = document.createElement("span");
      words.setAttribute("aria-live", "polite");
      line.append(bar, words);
      const last = Array.from(form.querySelectorAll("button")).pop();
      const group = last.closest(".govuk-button-group") || last;
      group.parentNode.insertBefore(line, group);
    }
    const bar = line.firstChild, words = line.lastChild;
    return function (text, part) {
      bar.hidden = part === undefined;
      if (part !== undefined) {
        bar.value = Math.round(part * 100);
        text = part < 1 ? "正在上传：" + Math.floor(part * 5) * 20 + "%" : "已经传完，正在核对文件";
      }
      if (words.textContent !== text) words.textContent = text;
    };
  }

  // A text grows with what is written, where the browser does not see to that itself.
  function growTexts() {
    if (window.CSS && CSS.supports("field-sizing", "content")) return;
    document.querySelectorAll("textarea").forEach(function (area) {
      const grow = function () {
        if (area.scrollHeight > area.clientHeight) area.style.height = area.scrollHeight + 4 + "px";
      };
      area.addEventListener("input", grow);
      grow();
    });
  }

  // The documents beside the form follow what is typed: the same request as the button's, some time after typing stops. Older
  // answers are dropped; what is open and how far it is scrolled stays.
  function followInPreview() {
    const button = document.querySelector("button[data-preview]");
    if (!button || !window.fetch || !window.AbortController) return;
    const form = button.form;
    const wide = window.matchMedia("(min-width: 1200px)");
    const fold = function () {
      return document.querySelector("#preview > details");
    };
    const opened = function () {
      fold().open = wide.matches;
    };
    let asked = null;
    let waiting = 0;
    const stale = function (is) {
      const said = document.querySelector("#preview .rc-draft__stale");
      if (said) said.hidden = !is;
    };
    const replace = function (page) {
      const now = document.getElementById("preview");
      const next = new DOMParser().parseFromString(page, "text/html").getElementById("preview");
      if (!next) return stale(true);
      stale(false);
      const before = now.querySelectorAll(".rc-draft__paper");
      const after = Array.from(next.querySelectorAll(".rc-draft__paper"));
      const text = function (paper) {
        return paper.querySelector(".rc-paper").textContent;
      };
      const alike = before.length === after.length;
      const changed = alike ? after.findIndex(function (paper, place) { return text(paper) !== text(before[place]); }) : 0;
      const shows = alike && (changed < 0 || before[changed].open);
      after.forEach(function (paper, place) {
        paper.open = shows ? before[place].open : place === changed;
      });
      const papers = now.querySelector(".rc-draft__papers");
      const scrolled = papers.scrollTop;
      papers.innerHTML = next.querySelector(".rc-draft__papers").innerHTML;
      Array.from(papers.querySelectorAll(".rc-draft__paper")).forEach(function (paper, place) {
        paper.open = after[place].open;
      });
      papers.scrollTop = scrolled;
    };
    const refresh = function () {
      if (asked) asked.abort();
      asked = new AbortController();
      const mine = asked;
      const fields = new FormData(form);
      // What is not sent as a file goes as plain fields.
      const sent = new URLSearchParams();
      fields.forEach(function (value, name) {
        if (typeof value === "string") sent.append(name, value);
      });
      sent.set("do", "preview");
      fetch(form.getAttribute("action"), { method: "POST", body: sent, signal: mine.signal })
        .then(function (answer) {
          return answer.text();
        })
        .then(replace)
        .catch(function () {
          if (!mine.signal.aborted) stale(true);
        });
    };
    const later = function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(refresh, 600);
    };
    form.addEventListener("input", later);
    button.addEventListener("click", function (event) {
      event.preventDefault();
      refresh();
      fold().open = true;
      document.getElementById("preview").scrollIntoView();
    });
    wide.addListener(opened);
    opened();
  }

  // 引用, 插入常用语: a text goes into its field at once, what is quoted behind what stands there, a phrase where the cursor last was.
  // The server does the same where there are no scripts.
  function quoteInPlace() {
    const entered = new WeakSet();
    document.addEventListener("focusin", function (event) {
      entered.add(event.target);
    });
    document.querySelectorAll("button[data-quote]").forEach(function (button) {
      button.addEventListener("click", function (event) {
        const field = document.getElementById(button.dataset.into);
        if (!field) return;
        event.preventDefault();
        if ("atCursor" in button.dataset && entered.has(field)) put(field, field.selectionEnd, field.selectionEnd, button.dataset.quote);
        else {
          const before = field.value.replace(/\s+$/, "");
          put(field, before.length, field.value.length, (before ? "\n" : "") + button.dataset.quote);
        }
        const boxes = button.form.querySelectorAll("input[type='checkbox']");
        Array.from(boxes).forEach(function (box) {
          if (box.name === button.dataset.tick && box.value === button.dataset.value) box.checked = true;
        });
        button.classList.add("rc-quote--done");
        button.firstChild.textContent = button.dataset.done;
      });
    });
  }

  // Puts a text in the place of another part of a field, so that the browser can take it back, and goes to what it leaves open.
  function put(field, from, to, text) {
    field.focus();
    field.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const open = /【待填写[^】]*】/.exec(text);
    if (open) field.setSelectionRange(from + open.index, from + open.index + open[0].length);
  }

  // Printing is the browser's own; the button is only shown where it can do something.
  function offerPrinting() {
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.addEventListener("click", function () {
        window.print();
      });
    });
  }

  // Paper shows what stands open: folds open for it, and close again.
  function unfoldForPaper() {
    let opened = [], named = [];
    window.addEventListener("beforeprint", function () {
      // Of those that shut each other all are to be open.
      named = Array.from(document.querySelectorAll("main details[name]")).map(function (fold) { return [fold, fold.getAttribute("name")]; });
      named.forEach(function (it) { it[0].removeAttribute("name"); });
      opened = Array.from(document.querySelectorAll("main details:not([open])"));
      opened.forEach(function (fold) {
        fold.open = true;
      });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (fold) {
        fold.open = false;
      });
      named.forEach(function (it) { it[0].setAttribute("name", it[1]); });
    });
  }

  // What a link leads to is seen, also in a fold, where the browser does not see to that itself.
  function showTargets() {
    const show = function () {
      const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      if (target && reveal(target)) target.scrollIntoView();
    };
    window.addEventListener("hashchange", show);
    show();
  }

  function reveal(it) {
    let opened = false;
    for (let at = it.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS" && !at.open) opened = at.open = true;
    }
    return opened;
  }

  document.documentElement.classList.add("rc-scripted");
  focusErrors();
  countCharacters();
  sendOnce();
  showProgress();
  watchForms();
  growTexts();
  offerPrinting();
  unfoldForPaper();
  showTargets();
  followInPreview();
  quoteInPlace();
})();
