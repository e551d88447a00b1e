// A provider of single sign-on for the tests: `oidc-provider`, with a form that believes whatever it is told.
//
// With `stays` it is one where nobody signs out. It prints its address, reads from its input where people are sent back to, and then says that it is ready.
import http from 'node:http';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const signsOut = process.argv[3] !== 'stays';
const { Provider } = await import(pathToFileURL(process.argv[2]));
let answer = (_, response) => response.writeHead(503).end();
const server = http.createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

// What people are called, by what the provider knows them for ever.
const logins = new Map();

function provider(issuer, redirect) {
  return new Provider(issuer, {
    clients: [{
      client_id: 'yaodian',
      client_secret: 'a secret of the tests, which is no secret',
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect.replace(/back$/, 'out')],
    }],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'acr', 'amr'], profile: ['preferred_username'] },
    acrValues: ['urn:example:strong'],
    cookies: { keys: ['a key of the tests'] },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: signsOut,
        logoutSource: (ctx, form) => {
          ctx.body = `<!DOCTYPE html>${form}<button form="op.logoutForm" name="logout" value="yes">Out</button>`;
        },
      },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, preferred_username: logins.get(subject) }),
    }),
    // Nobody is asked whether he agrees.
    loadExistingGrant: async ({ oidc }) => {
      const of = { clientId: oidc.client.clientId, accountId: oidc.session.accountId };
      const grant = new oidc.provider.Grant(of);
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
}

async function body(request) {
  let text = '';
  for await (const part of request) text += part;
  return new URLSearchParams(text);
}

readline.createInterface({ input: process.stdin }).once('line', (redirect) => {
  const here = provider(`http://127.0.0.1:${server.address().port}`, redirect);
  const standard = here.callback();
  answer = async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return standard(request, response);
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(`<!DOCTYPE html><form method="post">
        <input id="subject" name="subject"><input id="login" name="login"><button>In</button></form>`);
    }
    const typed = await body(request);
    if (typed.has('deny')) {
      return here.interactionFinished(request, response, { error: 'access_denied' });
    }
    logins.set(typed.get('subject'), typed.get('login'));
    const login = { accountId: typed.get('subject') };
    if (typed.has('amr')) login.amr = [typed.get('amr')];
    if (typed.has('acr')) login.acr = typed.get('acr');
    return here.interactionFinished(request, response, { login });
  };
  console.log('ready');
});
