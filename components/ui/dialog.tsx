// A small dialog over the page: focus goes in, stays in, and comes back; Escape closes.

import type { ReactNode, Ref } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import './dialog.css';

export function Dialog({
  title,
  modalRef,
  onClose,
  children,
}: {
  title: string;
  /** The box itself, with everything in it. */
  modalRef?: Ref<HTMLDivElement>;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className="overlay">
      <Modal ref={modalRef} className="modal">
        <AriaDialog className="dialog">
          <Heading slot="title" level={2} className="dialog-title">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
