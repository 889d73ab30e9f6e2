/** Style sheets are taken out of the bundle by the bundler and have nothing to import. */
declare module '*.css';
