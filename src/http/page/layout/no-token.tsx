/** What there is to see for somebody who has no token, or one of another session. */
export function NoToken({ why }: { readonly why: 'missing' | 'wrong' }) {
  return (
    <main class="no-token">
      <h1>{why === 'missing' ? 'This page needs the token of its session' : 'The session has another token'}</h1>
      <p>
        Logs hold secrets, so pom shows them to you alone. Open the link that this prints in the directory of the
        project:
      </p>
      <pre>pom open</pre>
    </main>
  );
}
