// The location button and a guard against double taps. Old phones: no syntax newer than 2009.
(function () {
  'use strict';
  var form = document.getElementById('report');
  var button = document.getElementById('locate');
  var status = document.getElementById('located');
  var drop = document.getElementById('drop');
  var send = document.getElementById('send');
  var sendLabel = send.textContent;
  var errors = document.getElementById('errors');

  function field(name) {
    return document.getElementById(name);
  }

  // Public services: what is open close by, so that one may join it. Asked when kind or place change.
  var near = document.getElementById('near');
  var asked = '';

  function lookAround() {
    var kind = form.querySelector('input[name=incident_type]:checked');
    if (!near || !kind) return;
    var query = '?incident_type=' + encodeURIComponent(kind.value);
    var names = ['latitude', 'longitude', 'area'];
    for (var i = 0; i < names.length; i += 1) {
      if (field('drop').querySelector('input').checked && i < 2) continue;
      if (field(names[i]).value) query += '&' + names[i] + '=' + encodeURIComponent(field(names[i]).value);
    }
    if (form.elements.lang.value === 'en') query += '&lang=en';
    if (query === asked || query.indexOf('&') < 0) return;
    asked = query;
    var request = new XMLHttpRequest();
    request.onload = function () {
      if (request.status === 200 && query === asked) near.innerHTML = request.responseText;
    };
    request.open('GET', near.getAttribute('data-path') + query);
    request.send();
  }

  form.addEventListener('change', lookAround);

  function found(position) {
    var metres = Math.round(position.coords.accuracy);
    field('latitude').value = String(position.coords.latitude);
    field('longitude').value = String(position.coords.longitude);
    field('accuracy_m').value = String(metres);
    status.textContent =
      button.getAttribute('data-located') + ' ' + metres + ' ' + button.getAttribute('data-metres') + '.';
    drop.querySelector('input').checked = false;
    drop.hidden = false;
    button.disabled = false;
    lookAround();
  }

  function failed() {
    status.textContent = button.getAttribute('data-location-failed');
    button.disabled = false;
  }

  if (navigator.geolocation) {
    button.hidden = false;
    button.addEventListener('click', function () {
      status.textContent = button.getAttribute('data-locating');
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(found, failed, {
        enableHighAccuracy: true,
        timeout: 20000,
        maximumAge: 30000
      });
    });
  }

  function ready() {
    send.disabled = false;
    send.textContent = sendLabel;
  }

  form.addEventListener('submit', function () {
    send.disabled = true;
    send.textContent = form.getAttribute('data-sending');
    // After giving up on a slow line, sending must be possible again.
    setTimeout(ready, 20000);
  });
  window.addEventListener('pageshow', ready); // and after coming back from the next page

  if (errors) {
    errors.setAttribute('tabindex', '-1');
    errors.focus();
  }
})();
