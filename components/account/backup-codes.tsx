"use client";

import { Download } from "lucide-react";
import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-field.tsx";
import { AuthHead } from "./auth-shell.tsx";
import { saveFile } from "./save-file.ts";

interface BackupCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Shows the backup codes the one time they can be seen. */
export function BackupCodes({ codes, onDone }: BackupCodesProps) {
  const t = useText("account");
  const text = codes.join("\n");
  return (
    <>
      <AuthHead title={t("setup.codesTitle")} text={t("setup.codesText")} />
      <div className="card p-4">
        <div className="flex items-center justify-between">
          <h2 className="text-sm font-medium">{t("setup.codes")}</h2>
          <CopyButton value={text} label={t("setup.codes")} />
        </div>
        <ul className="mt-2 grid grid-cols-2 gap-x-6 gap-y-1.5 font-mono text-sm tabular-nums">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <div className="mt-5 grid gap-3">
        <Button
          wide
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() =>
            saveFile("borough-backup-codes.txt", `${t("setup.fileHead")}\n\n${text}\n`, "text/plain")
          }
        >
          {t("setup.download")}
        </Button>
        <Button tone="primary" size="large" wide onClick={onDone}>
          {t("setup.kept")}
        </Button>
      </div>
    </>
  );
}
