// Stands in for WXT's content-script context, which would be three times the launcher's size.

export class ContentScriptContext {}
