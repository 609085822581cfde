// One delegate, one proposal, two confirmations and an execution, by Safe's own libraries. Reads addresses and keys as
// JSON from the standard input and writes what it saw as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const require = createRequire(import.meta.url);
const ApiKit = require("@safe-global/api-kit").default;
const ProtocolKit = require("@safe-global/protocol-kit").default;

const given = JSON.parse(readFileSync(0, "utf8"));
const kit = new ApiKit({ chainId: BigInt(given.chainId), txServiceUrl: given.service });
const currency = { name: "Ether", symbol: "ETH", decimals: 18 };
const chain = { id: given.chainId, name: "local", nativeCurrency: currency, rpcUrls: { default: { http: [given.rpc] } } };
const owner = privateKeyToAccount(given.ownerKeys[0]);
const bot = privateKeyToAccount(given.botKey);
const none = given.safe;
const contractNetworks = {
  [given.chainId]: {
    safeSingletonAddress: given.singleton,
    safeProxyFactoryAddress: given.factory,
    multiSendAddress: given.multiSendCallOnly,
    multiSendCallOnlyAddress: given.multiSendCallOnly,
    fallbackHandlerAddress: given.fallbackHandler,
    signMessageLibAddress: none,
    createCallAddress: none,
    simulateTxAccessorAddress: none,
    safeWebAuthnSignerFactoryAddress: none,
    safeWebAuthnSharedSignerAddress: none,
  },
};
const refusal = async (promise) => {
  try {
    await promise;
    return null;
  } catch (problem) {
    return String(problem.message);
  }
};

const seen = {};
seen.about = (await kit.getServiceInfo()).name;
seen.info = await kit.getSafeInfo(given.safe);
await kit.addSafeDelegate({
  safeAddress: given.safe,
  delegateAddress: bot.address,
  delegatorAddress: owner.address,
  label: "bot",
  signer: createWalletClient({ account: owner, chain, transport: http(given.rpc) }),
});
seen.delegates = (await kit.getSafeDelegates({ safeAddress: given.safe })).results.map((each) => each.delegate);

const protocol = await ProtocolKit.init({
  provider: given.rpc,
  signer: given.botKey,
  safeAddress: given.safe,
  contractNetworks,
});
const transactions = given.calls.map(({ to, data }) => ({ to, value: "0", data }));
const transaction = await protocol.createTransaction({ transactions, onlyCalls: true });
const safeTxHash = await protocol.getTransactionHash(transaction);
const proposal = {
  safeAddress: given.safe,
  safeTransactionData: transaction.data,
  safeTxHash,
  senderAddress: bot.address,
  senderSignature: (await protocol.signHash(safeTxHash)).data,
  origin: "kit",
};
await kit.proposeTransaction(proposal);
for (const key of given.ownerKeys.slice(0, 2)) {
  const signer = await protocol.connect({ signer: key });
  await kit.confirmTransaction(safeTxHash, (await signer.signHash(safeTxHash)).data);
}
const pending = (await kit.getPendingTransactions(given.safe)).results;
seen.pending = pending.map((each) => [each.safeTxHash, each.nonce, each.proposedByDelegate, each.confirmations.length]);
const executor = await protocol.connect({ signer: given.executorKey });
seen.transactionHash = (await executor.executeTransaction(await kit.getTransaction(safeTxHash))).hash;
const executed = await kit.getTransaction(safeTxHash);
seen.executed = [executed.isExecuted, executed.isSuccessful, executed.transactionHash];
seen.safeTxHash = safeTxHash;
seen.again = await refusal(kit.proposeTransaction(proposal));
seen.lowercase = await refusal(kit.getSafeInfo(given.safe.toLowerCase()));
console.log(JSON.stringify(seen));
