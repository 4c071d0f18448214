/** undici's client by itself: with everything else that the package has, it takes twice as long to load. */
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';

  export default Client;
}
