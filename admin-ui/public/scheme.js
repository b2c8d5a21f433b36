// Runs before the first paint, so that a dark page never flashes white. A file of its own: the page allows no inline script.
(function () {
  var chosen = localStorage.getItem('conmuta-scheme') || 'auto';
  var dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.scheme = dark ? 'dark' : 'light';
  document.documentElement.dataset.density = localStorage.getItem('conmuta-density') || 'comfortable';
})();
