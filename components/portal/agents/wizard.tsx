"use client";

import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Stepper } from "#components/ui/stepper.tsx";
import { Born } from "./born.tsx";
import type { Draft } from "./types.ts";
import { useStepView } from "./use-step-view.ts";
import { useWizard } from "./use-wizard.ts";
import { WizardStep } from "./wizard-step.tsx";

interface WizardProps {
  readonly draft: Draft;
  /** The draft was new and has this id from now on. */
  readonly onStored: (id: string) => void;
}

/** One draft, step by step; every step is saved when it is left, and a new draft not before something was entered. */
export function Wizard({ draft: first, onStored }: WizardProps) {
  const t = useText("agents");
  const wizard = useWizard(first, onStored);
  const { draft, content, providerKey, steps, current, step, goTo } = wizard;
  const top = useStepView(draft, wizard.tried);
  if (wizard.born !== null) return <Born agent={wizard.born} kind={content.kind} look={content.look} />;
  return (
    <div ref={top} className="grid scroll-mt-20 gap-6">
      <Stepper
        label={t("wizard.label")}
        steps={steps.map((name) => t(`steps.${name}`))}
        current={current}
        onGo={(at) => void goTo(at)}
      />
      <Card title={t(`steps.${step}`)}>
        <WizardStep
          step={step}
          content={content}
          draft={draft}
          showFaults={wizard.tried || draft.step === "live"}
          typedKey={providerKey.typed}
          hasKey={draft.has_provider_key && !providerKey.dropped}
          onChange={wizard.change}
          onKey={wizard.typeKey}
          onRemoveKey={wizard.dropKey}
          onGo={(name) => void goTo(steps.indexOf(name))}
        />
      </Card>
      <WizardButtons
        first={current === 0}
        last={step === "live"}
        ready={draft.faults.length === 0}
        saving={wizard.saving}
        going={wizard.going}
        onBack={() => void goTo(current - 1)}
        onNext={() => void goTo(current + 1)}
        onClose={() => void wizard.close()}
        onLive={() => void wizard.goLive()}
      />
      <p className="text-sm text-muted">{t("wizard.saved")}</p>
    </div>
  );
}

interface WizardButtonsProps {
  readonly first: boolean;
  readonly last: boolean;
  readonly ready: boolean;
  readonly saving: boolean;
  readonly going: boolean;
  readonly onBack: () => void;
  readonly onNext: () => void;
  readonly onClose: () => void;
  readonly onLive: () => void;
}

function WizardButtons(props: WizardButtonsProps) {
  const { first, last, ready, saving, going, onBack, onNext, onClose, onLive } = props;
  const t = useText("agents");
  return (
    <div className="flex flex-wrap items-center gap-3">
      {!first && (
        <Button onClick={onBack} disabled={saving}>
          {t("wizard.back")}
        </Button>
      )}
      <Button tone="quiet" onClick={onClose} disabled={saving}>
        {t("wizard.close")}
      </Button>
      <span className="grow" />
      {last ? (
        <Button tone="primary" loading={going} disabled={!ready} onClick={onLive}>
          {t("wizard.goLive")}
        </Button>
      ) : (
        <Button tone="primary" loading={saving} onClick={onNext}>
          {t("wizard.next")}
        </Button>
      )}
    </div>
  );
}
