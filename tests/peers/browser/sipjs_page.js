// What the SIP.js page does: registers one account over a WebSocket and tells what becomes of it.
import { Registerer, RegistererState, UserAgent } from 'sip.js';

window.register = async ({ socket, user, secret, domain }) => {
  const agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${user}@${domain}`),
    authorizationUsername: user,
    authorizationPassword: secret,
    transportOptions: { server: socket },
    logLevel: 'warn',
  });
  await agent.start();
  window.registerer = new Registerer(agent, { expires: 300 });
  return settle(RegistererState.Registered, () => window.registerer.register({ requestDelegate: refused }));
};

window.unregister = () => settle(RegistererState.Unregistered, () => window.registerer.unregister());

let refuse = () => {};
const refused = { onReject: (answer) => refuse(answer.message.statusCode) };

function settle(wanted, act) {
  return new Promise((resolve, reject) => {
    refuse = (status) => resolve({ status });
    const watch = (state) => {
      if (state !== wanted) return;
      window.registerer.stateChange.removeListener(watch);
      resolve({ status: 200, state });
    };
    window.registerer.stateChange.addListener(watch);
    act().catch(reject);
  });
}
