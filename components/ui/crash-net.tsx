// What is shown when a view fails: the fact, and a way back that loses nothing.

import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

export class CrashNet extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Notice
        tone="danger"
        title="This view failed."
        actions={<Button onPress={() => this.setState({ error: undefined })}>Show it again</Button>}
      >
        <p>Nothing was changed. {error.message}</p>
      </Notice>
    );
  }
}
