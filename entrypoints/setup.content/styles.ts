// The launcher's look: a pill at the right edge and the panel's frame, over the page and never in its flow.

/** Numbers as in the panel's own tokens; the page's styles don't reach in here. */
export const styles = `
:host{all:initial;font:13px/1 system-ui,sans-serif}
[hidden]{display:none!important}
.pill,.menu,.dock{position:fixed;right:0;z-index:2147483646;box-sizing:border-box;color:CanvasText;background:Canvas;border:1px solid light-dark(#838b96,#717b88);box-shadow:0 1px 4px #0003}
button{all:unset;display:block;border-radius:4px;padding:8px;cursor:pointer;white-space:nowrap}
.pill{display:flex;gap:6px;align-items:center;height:28px;padding:0 10px 0 8px;border-right:0;border-radius:14px 0 0 14px;user-select:none;touch-action:none}
button:hover{background:light-dark(#eef1f4,#23282f)}
:focus-visible{outline:2px solid light-dark(#0a5f73,#86d3e2)}
.pill:before{content:"";width:11px;height:11px;border:1.5px solid;border-radius:50%;background:linear-gradient(currentColor 0 0) 5px 2px/1.5px 5px no-repeat,linear-gradient(currentColor 0 0) 5px 5.5px/4px 1.5px no-repeat}
[data-tone=attention]:before{color:light-dark(#835000,#e3b15a)}
[data-tone=good]:before{color:light-dark(#17692f,#6cc585)}
.menu{right:4px;margin:32px 0;border-radius:6px}
.dock{top:0;bottom:0;border-width:0 0 0 1px;max-width:100vw}
iframe{border:0;width:100%;height:100%}
.grip{position:absolute;left:-8px;width:8px;height:100%;cursor:ew-resize;touch-action:none}
.held iframe{pointer-events:none}
@media print{:host{display:none}}
`;
