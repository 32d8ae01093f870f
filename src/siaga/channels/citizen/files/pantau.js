// Keeps a status page up to date, and makes it vanish at once. No syntax newer than 2009.
(function () {
  'use strict';
  var box = document.getElementById('progress');
  var live = document.getElementById('live');
  var path = box.getAttribute('data-path');
  var stage = box.getAttribute('data-stage');
  var leave = document.getElementById('leave');
  var AGAIN_MS = 30000;

  leave.addEventListener('click', function (event) {
    event.preventDefault();
    document.body.textContent = '';
    window.location.replace(leave.href); // "back" does not lead here any more
  });

  function isWriting() {
    var boxes = document.querySelectorAll('textarea');
    for (var i = 0; i < boxes.length; i += 1) if (boxes[i].value) return true;
    return false;
  }

  function reload() {
    if (!isWriting()) window.location.replace(window.location.pathname + window.location.search);
  }

  function show(told) {
    live.textContent = '';
    // Our own markup, every word of it escaped by the server.
    box.innerHTML = told.html;
    // What can be done on the page changes with the end, and with its being taken back.
    if (told.stage !== stage && (told.stage === 'done' || stage === 'done')) reload();
    stage = told.stage;
  }

  if (window.EventSource) {
    var stream = new EventSource(path + '?lang=' + box.getAttribute('data-lang'));
    stream.onmessage = function (event) {
      show(JSON.parse(event.data));
    };
    stream.addEventListener('over', function () {
      stream.close();
      window.location.reload();
    });
    stream.onerror = function () {
      live.textContent = box.getAttribute('data-lost');
      if (stream.readyState === 2) setTimeout(reload, AGAIN_MS); // refused: there are too many
    };
  } else {
    setTimeout(reload, AGAIN_MS);
  }

  var opened = new XMLHttpRequest();
  opened.open('POST', path.replace(/\/alur$/, '/dibuka'), true);
  opened.send();
})();
