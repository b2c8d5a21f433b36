// Runs before the first paint, so that a dark page never flashes white, nor a branded one in the product's own colours.
// A file of its own: the page allows no inline script.
(function () {
  var root = document.documentElement;
  var chosen = localStorage.getItem('conmuta-scheme') || 'auto';
  var dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.scheme = dark ? 'dark' : 'light';
  root.dataset.density = localStorage.getItem('conmuta-density') || 'comfortable';
  // Whose brand: the address says so, else the one shown last. What is kept was written by src/app/brand.ts.
  var named = /^\/t\/([^/]+)/.exec(location.pathname);
  var key = named ? decodeURIComponent(named[1]).toLowerCase() : localStorage.getItem('conmuta-brand') || '';
  root.dataset.brand = key;
  try {
    var brand = JSON.parse(localStorage.getItem('conmuta-brands') || '{}')[key];
    if (!brand) return;
    var style = document.createElement('style');
    style.id = 'brand';
    style.textContent = brand.css;
    document.head.append(style);
    document.querySelector('link[rel=icon]').href = brand.icon;
    document.title = brand.brand.product_name;
  } catch {
    localStorage.removeItem('conmuta-brands');
  }
})();
