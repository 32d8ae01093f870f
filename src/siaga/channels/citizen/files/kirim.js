// Tells 112 where this phone is, as long as the page is open. Old phones: no syntax newer than 2009.
(function () {
  'use strict';
  var button = document.getElementById('locate');
  var stopButton = document.getElementById('stop');
  var told = document.getElementById('told');
  var path = button.getAttribute('data-path');
  var SLOWEST_MS = 15000; // a phone that does not move is heard of this often
  var FASTEST_MS = 3000;
  var ROUGH_M = 300;
  var watch = null;
  var running = false;
  var newest = null; // the last fix
  var sent = null; // the last one 112 has
  var sentAt = 0;
  var asking = false;
  var failures = 0;
  var timer = null;
  var lock = null;

  function element(id) {
    return document.getElementById(id);
  }

  function say(kind, lines) {
    told.className = 'told ' + kind;
    told.hidden = false;
    told.textContent = '';
    for (var i = 0; i < lines.length; i += 1) {
      var line = document.createElement(i ? 'p' : 'b');
      line.textContent = lines[i];
      told.appendChild(line);
    }
  }

  function word(name) {
    return button.getAttribute('data-' + name);
  }

  function clock(at) {
    function two(number) {
      return (number < 10 ? '0' : '') + number;
    }
    return two(at.getHours()) + '.' + two(at.getMinutes()) + '.' + two(at.getSeconds());
  }

  function exact(fix) {
    return fix.accuracy_m === null
      ? ''
      : word('accuracy') + ' ' + fix.accuracy_m + ' ' + word('metres') + '. ';
  }

  function post(where, body, done) {
    var request = new XMLHttpRequest();
    request.open('POST', path + where, true);
    request.timeout = 20000;
    request.setRequestHeader('Content-Type', 'application/json');
    request.onload = function () {
      done(request.status);
    };
    request.onerror = request.ontimeout = function () {
      done(0);
    };
    request.send(JSON.stringify(body));
  }

  function moved(one, other) {
    var north = (one.latitude - other.latitude) * 111195;
    var east = (one.longitude - other.longitude) * 111195 * Math.cos((one.latitude * Math.PI) / 180);
    return Math.sqrt(north * north + east * east);
  }

  function isNews() {
    if (!sent) return true;
    var age = new Date().getTime() - sentAt;
    if (age < FASTEST_MS) return false;
    if (age >= SLOWEST_MS) return true;
    if (newest.accuracy_m !== null && (sent.accuracy_m === null || newest.accuracy_m < sent.accuracy_m * 0.7)) {
      return true;
    }
    return moved(newest, sent) > 15;
  }

  function tell() {
    clearTimeout(timer);
    if (!running || asking || !newest) return;
    if (!isNews()) {
      timer = setTimeout(tell, FASTEST_MS);
      return;
    }
    asking = true;
    var fix = newest;
    post('/posisi', fix, function (status) {
      asking = false;
      if (status === 200) {
        failures = 0;
        sent = fix;
        sentAt = new Date().getTime();
        var lines = [word('sent'), exact(fix) + word('at') + ' ' + clock(new Date()) + '.', word('goes-on')];
        if (fix.accuracy_m !== null && fix.accuracy_m > ROUGH_M) lines.push(word('rough'));
        say('', lines);
        timer = setTimeout(tell, FASTEST_MS);
      } else if (status === 404) {
        stop();
        button.hidden = true;
        element('place').hidden = true;
        say('bad', [word('over')]);
      } else {
        failures += 1;
        say('bad', [word('unsent')]);
        timer = setTimeout(tell, Math.min(20000, 1000 * Math.pow(2, Math.min(failures, 5))));
      }
    });
  }

  function found(position) {
    element('allow').hidden = true;
    element('denied').hidden = true;
    element('failed').hidden = true;
    newest = {
      latitude: position.coords.latitude,
      longitude: position.coords.longitude,
      accuracy_m: position.coords.accuracy >= 0 ? Math.round(position.coords.accuracy) : null
    };
    tell();
  }

  function failed(error) {
    if (error.code === 1) {
      stop();
      told.hidden = true;
      element('denied').hidden = false;
      button.textContent = word('again');
    } else if (!newest) {
      element('failed').hidden = false;
      say('waits', [word('looking')]);
    }
  }

  function keepAwake() {
    if (!navigator.wakeLock || !running || document.hidden) return;
    navigator.wakeLock.request('screen').then(
      function (given) {
        lock = given;
      },
      function () {}
    );
  }

  function start() {
    running = true;
    button.hidden = true;
    element('allow').hidden = false;
    stopButton.hidden = false;
    element('denied').hidden = true;
    say('waits', [word('looking')]);
    watch = navigator.geolocation.watchPosition(found, failed, {
      enableHighAccuracy: true,
      timeout: 30000,
      maximumAge: 5000
    });
    keepAwake();
  }

  function stop() {
    running = false;
    clearTimeout(timer);
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
    if (lock) lock.release();
    lock = null;
    element('allow').hidden = true;
    stopButton.hidden = true;
    button.hidden = false;
    button.textContent = word('again');
  }

  if (navigator.geolocation) {
    button.hidden = false;
    button.addEventListener('click', start);
    stopButton.addEventListener('click', function () {
      stop();
      say('waits', [word('stopped')]);
    });
    document.addEventListener('visibilitychange', keepAwake);
    window.addEventListener('online', tell);
  }
  post('/dibuka', {}, function () {});
})();
