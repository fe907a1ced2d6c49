// Every page that is walked by axe, by the budgets and by the screenshots: one line a page. A page of
// web/src/core/routes.ts that is not here fails the suite.
//   name   of the picture        path    to open; {skp} and the like are filled from the API (fixtures.mjs)
//   route  of routes.ts          role    of the demonstration accounts, null: nobody is logged in
//   ready  a selector that is there when the page has its data
export const routes = [
  { name: "masuk", path: "/", route: null, role: null, ready: "form" },
  { name: "beranda-pegawai", path: "/", route: "/", role: "pegawai", ready: ".tahun" },
  { name: "beranda-penilai", path: "/", route: "/", role: "penilai", ready: ".tahun" },
  { name: "beranda-admin", path: "/", route: "/", role: "admin_pusat", ready: "h2" },
  { name: "profil", path: "/profil", route: "/profil", role: "pegawai", ready: ".daftar" },
  { name: "tidak-ada", path: "/tidak/ada", route: null, role: "pegawai", ready: "h1" },
];
