/** Servers of Git and of files speak SSH to their users; a bastion is there for nothing else. */
const servers = /git|gogs|gerrit|forgejo|sftp|bastion|jump-?(?:box|host|server)|teleport/i;

/** True where some of the names, of images or of objects, tell that SSH is what they are for. */
export function isMeantToOfferSsh(...names: readonly (string | undefined)[]): boolean {
  return names.some((it) => it !== undefined && servers.test(it));
}
